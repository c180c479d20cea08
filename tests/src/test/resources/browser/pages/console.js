console.info('said in passing');
console.error('said as an error');
Promise.reject(new Error('nobody caught it'));
throw new Error('thrown at the top');
